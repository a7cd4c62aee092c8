/** In a shell that is captured, what one command or task says of where its spans go stands: then nothing of ours does. */

/** The session of the shell's own capture, and where that sends spans, as the editor sets it for all that runs in it. */
const SHELL = 'SPANLINE_TERMINAL';
const SIGNALS = ['TRACES', 'LOGS', 'METRICS'];
const GROUP = 'OTEL_EXPORTER_OTLP_';
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
  for (const signal of SIGNALS) {
    const [name, protocol] = [`${GROUP}${signal}_ENDPOINT`, `${GROUP}${signal}_PROTOCOL`];
    const isOurs = env[name] === endpointOf(signal, endpoint);
    // A protocol may belong to an endpoint of the command's own.
    if (isOurs || isSet(env, 'OTEL_EXPORTER_OTLP_PROTOCOL')) delete env[protocol];
    if (isOurs) delete env[name];
  }
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
  return Object.keys(env).some((name) => {
    if (!name.startsWith(GROUP) || !isSet(env, name)) return false;
    const signal = SIGNALS.find((known) => name.startsWith(`${GROUP}${known}_`));
    if (signal === undefined) return true;
    if (name === `${GROUP}${signal}_PROTOCOL`) return false;
    return name !== `${GROUP}${signal}_ENDPOINT` || env[name] !== endpointOf(signal, endpoint);
  });
}

/** `traces`: that of traces, which the others differ from in their last word. */
function endpointOf(signal: string, traces: string): string {
  return traces.replace(/traces$/, signal.toLowerCase());
}

function isSet(env: Variables, name: string): boolean {
  return env[name] !== undefined && env[name] !== '';
}
