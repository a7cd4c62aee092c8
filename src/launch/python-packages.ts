// The packages that trace Python programs which have none of their own: one list, by what the program's Python is.
// Pure wheels all of them, so that nothing but the version of Python decides on what is installed.

/** By the oldest Python 3 that each is for, the newest first: the API 1.x, and what else comes with it. */
const RELEASES = [
  {
    python: 10,
    api: 45,
    others: ['asgiref==3.12.1', 'packaging==26.4', 'typing-extensions==4.16.0', 'wrapt==2.5.2'],
  },
  {
    python: 8,
    api: 33,
    others: ['asgiref==3.8.1', 'deprecated==1.3.1', 'importlib-metadata==8.5.0', 'packaging==26.2', 'wrapt==1.17.3'],
  },
] as const;

/** What instruments; the hook's `known_libraries.py` says which modules each is for. */
const INSTRUMENTATIONS = [
  ...['aio-pika', 'aiohttp-client', 'aiohttp-server', 'asyncpg', 'botocore', 'celery', 'confluent-kafka', 'django'],
  ...['falcon', 'fastapi', 'flask', 'grpc', 'httpx', 'kafka-python', 'mysql', 'mysqlclient', 'pika', 'psycopg'],
  ...['psycopg2', 'pymemcache', 'pymongo', 'pymysql', 'pyramid', 'redis', 'requests', 'sqlalchemy', 'starlette'],
  ...['tornado', 'urllib', 'urllib3'],
];

/**
 * Of the API 1.x: from the first whose instrumentations need no setuptools; those with a patch release that the
 * instrumentations followed. An API's own later patches fit as well.
 */
const OLDEST_API = 29;
const PATCHED_APIS: readonly number[] = [31, 32, 33, 34, 39, 41, 42, 45];

export interface PythonNeed {
  /** Implementation and version, as in "cpython-3.11". */
  readonly python: string;
  /** Version of the `opentelemetry-api` that the program has: the rest must belong to it. Null where it has none. */
  readonly api: string | null;
}

/** Under the folder of all packages; the hook's `brought_packages.py` looks there. */
export function packagesFolder({ python, api }: PythonNeed): string {
  return api === null ? python : `${python}-api-${api.split('.', 2).join('.')}`;
}

/** What pip is to install; undefined where nothing is known to fit. */
export function packagesFor({ python, api }: PythonNeed): readonly string[] | undefined {
  const minor = Number(/^\w+-3\.(\d+)$/.exec(python)?.[1] ?? -1);
  const release = RELEASES.find((one) => minor >= one.python);
  if (release === undefined) return undefined;
  if (api === null) return [...belongingTo(release.api), ...release.others];
  const minorOfApi = Number(/^1\.(\d+)\./.exec(api)?.[1] ?? -1);
  return minorOfApi < OLDEST_API ? undefined : belongingTo(minorOfApi);
}

/** 0.66b1 belongs to 1.45.1: they are released together. */
function belongingTo(minor: number): readonly string[] {
  const patch = PATCHED_APIS.includes(minor) ? 1 : 0;
  return [
    `opentelemetry-sdk==1.${minor}.${patch}`,
    ...INSTRUMENTATIONS.map((name) => `opentelemetry-instrumentation-${name}==0.${minor + 21}b${patch}`),
  ];
}

/** All that decides on what is in the folders, as text. */
export function packagesRelease(): string {
  return JSON.stringify([RELEASES, INSTRUMENTATIONS, PATCHED_APIS]);
}
