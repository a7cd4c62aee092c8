// The packages that trace Python programs which have none of their own: one list, by what the program's Python is.
// Pure wheels all of them, so that nothing but the version of Python decides on what is installed.

/** By the oldest Python that each is for, the newest first. Versions of the API and the SDK, and of all instrumentations. */
const RELEASES = [
  {
    python: 10,
    api: '1.45.1',
    others: ['asgiref==3.12.1', 'packaging==26.4', 'typing-extensions==4.16.0', 'wrapt==2.5.2'],
  },
  {
    python: 8,
    api: '1.33.1',
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

/** The instrumentations of this one are the first that need no setuptools. */
const OLDEST_API = 29;

export interface PythonNeed {
  /** Implementation and version, as in "cpython-3.11". */
  readonly python: string;
  /** Of the `opentelemetry-api` that the program has: the rest must belong to it. Null where it has none. */
  readonly api: string | null;
}

/** Under the folder of all packages; the hook's `brought_packages.py` looks there. */
export function packagesFolder({ python, api }: PythonNeed): string {
  return api === null ? python : `${python}-api-${api}`;
}

/** What pip is to install; undefined where nothing is known to fit. */
export function packagesFor({ python, api }: PythonNeed): readonly string[] | undefined {
  const minor = Number(/^\w+-3\.(\d+)$/.exec(python)?.[1] ?? -1);
  const release = RELEASES.find((one) => minor >= one.python);
  if (release === undefined) return undefined;
  if (api === null) return [...belongingTo(release.api), ...release.others];
  return Number(/^1\.(\d+)\.\d+$/.exec(api)?.[1] ?? -1) < OLDEST_API ? undefined : belongingTo(api);
}

/** 0.66b1 belongs to 1.45.1: they are released together. */
function belongingTo(api: string): readonly string[] {
  const [, minor, patch] = api.split('.');
  const version = `0.${Number(minor) + 21}b${patch}`;
  return [
    `opentelemetry-sdk==${api}`,
    ...INSTRUMENTATIONS.map((name) => `opentelemetry-instrumentation-${name}==${version}`),
  ];
}

/** All that decides on what is in the folders, as text. */
export function packagesRelease(): string {
  return JSON.stringify([RELEASES, INSTRUMENTATIONS]);
}
