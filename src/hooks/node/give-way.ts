/** In a shell that is captured, what one command or task says of where its spans go stands: then nothing of ours does. */

/** The session of the shell's own capture, and where that sends spans, as the editor sets it for all that runs in it. */
const SHELL = 'SPANLINE_TERMINAL';
const ENDPOINT = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const PROTOCOL = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
const ATTRIBUTES = 'OTEL_RESOURCE_ATTRIBUTES';
const MARK = 'spanline.session=';

type Variables = Record<string, string | undefined>;

/** Whether the program is to be left alone; our variables are taken out of its environment then. */
export function giveWay(env: Variables): boolean {
  const [session, endpoint] = (env[SHELL] ?? '').split(' ');
  if (!session || !endpoint) return false;
  const attributes = (env[ATTRIBUTES] ?? '').split(',');
  const mark = MARK + session;
  // A launch has a session of its own, and was decided on when it was prepared.
  if (attributes.some((attribute) => attribute.startsWith(MARK) && attribute !== mark)) return false;
  if (!isDirected(env, endpoint)) return false;
  // A protocol may belong to an endpoint of the command's own.
  if (env[ENDPOINT] === endpoint || isSet(env, 'OTEL_EXPORTER_OTLP_PROTOCOL')) delete env[PROTOCOL];
  if (env[ENDPOINT] === endpoint) delete env[ENDPOINT];
  const kept = attributes.filter((attribute) => attribute !== mark).join(',');
  if (kept === '') delete env[ATTRIBUTES];
  else env[ATTRIBUTES] = kept;
  return true;
}

/** The rule of launches: any of the group, an exporter that is not OTLP, an SDK that is off, or a file for all of it. */
function isDirected(env: Variables, endpoint: string): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return true;
  if (isSet(env, 'OTEL_TRACES_EXPORTER') && env.OTEL_TRACES_EXPORTER !== 'otlp') return true;
  if (isSet(env, 'OTEL_CONFIG_FILE') || isSet(env, 'OTEL_EXPERIMENTAL_CONFIG_FILE')) return true;
  if (isSet(env, ENDPOINT) && env[ENDPOINT] !== endpoint) return true;
  return Object.keys(env).some(
    (name) => name.startsWith('OTEL_EXPORTER_OTLP_') && name !== ENDPOINT && name !== PROTOCOL && isSet(env, name),
  );
}

function isSet(env: Variables, name: string): boolean {
  return env[name] !== undefined && env[name] !== '';
}
