/** The name of a frame's function as semantic conventions want it: qualified by its class, without arguments. */

export function functionName(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName();
  if (name === null || name === '') return undefined;
  const type = classNameOf(site, name);
  return type === undefined || name.includes('.') ? name : `${type}.${name}`;
}

/**
 * The class of a method's receiver. Plain functions may have a receiver as well: a module's exports (`Object`), the
 * emitter of a listener, the global object; but these have no such method.
 */
export function classNameOf(site: NodeJS.CallSite, name: string): string | undefined {
  if (site.isToplevel() || (site.getMethodName() === null && !name.startsWith('#'))) return undefined;
  const type = site.getTypeName();
  return type === null || type === 'Object' || type === 'Function' ? undefined : type;
}
