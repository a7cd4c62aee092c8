/** Stands in for the package of that name: what is imported is patched where it is loaded, so nothing is to be done. */

export class Hook {}
