/** The name of a frame's function as semantic conventions want it: qualified by its class, without arguments. */

export function functionName(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName();
  if (name === null || name === '') return undefined;
  const type = classNameOf(site);
  return type === undefined || name.includes('.') ? name : `${type}.${name}`;
}

/**
 * The class of the receiver. Plain functions have one as well in sloppy mode: the global object, a module's exports
 * (`Object`), a class whose static method runs (`Function`).
 */
export function classNameOf(site: NodeJS.CallSite): string | undefined {
  if (site.isToplevel()) return undefined;
  const type = site.getTypeName();
  return type === null || type === 'Object' || type === 'Function' || type === 'global' ? undefined : type;
}
