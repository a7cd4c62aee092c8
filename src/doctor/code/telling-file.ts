// Which files are worth reading for the doctor, and which of their texts are worth keeping.

const MANIFESTS =
  /^(?:package\.json|pyproject\.toml|Pipfile(?:\.lock)?|setup\.(?:py|cfg)|(?:poetry|uv)\.lock|[\w.-]*requirements[\w.-]*\.txt)$/;
const SOURCES = /\.(?:[cm]?[jt]sx?|py)$/;
const COMMANDS =
  /^(?:Procfile|Makefile|justfile|Dockerfile.*|.*\.(?:sh|bash|cmd|bat|ps1|ya?ml)|launch\.json|tasks\.json|package\.json)$/i;
/** Files of tests say how tests run, not how the program does. */
const TESTS = /(?:\.|_)(?:test|spec)\.\w+$|^(?:test_.*|conftest)\.py$|\.d\.[cm]?ts$|\.min\.js$/;

export function isManifest(name: string): boolean {
  return MANIFESTS.test(name);
}

export function isTellingName(name: string): boolean {
  return isManifest(name) || COMMANDS.test(name) || (SOURCES.test(name) && !TESTS.test(name));
}

const SKIPPED = new Set([
  ...['node_modules', 'bower_components', 'site-packages', 'dist-packages', '__pycache__', 'venv', 'env', 'virtualenv'],
  ...['dist', 'build', 'out', 'target', 'coverage', 'vendor', 'test', 'tests', '__tests__', 'fixtures'],
]);

/** `.vscode` holds launches and tasks; other hidden folders hold caches. */
export function isTellingFolder(name: string): boolean {
  return name === '.vscode' || (!name.startsWith('.') && !SKIPPED.has(name));
}

const TELLING =
  /opentelemetry|otel|["']spanline["']|\b(?:import|from|require)\b[^\n]{0,80}\b(?:flask|fastapi|django|starlette|requests|httpx|aiohttp|sqlalchemy|redis|psycopg2?|pymongo|celery|instrument|tracing|telemetry|tracer)/i;

export function isTellingText(text: string): boolean {
  return TELLING.test(text);
}
