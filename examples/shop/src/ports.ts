// Where the services are found: loopback ports, which STOREFRONT_PORT and INVENTORY_PORT change.
export const STOREFRONT_PORT = Number(process.env.STOREFRONT_PORT ?? 4801);
export const INVENTORY_PORT = Number(process.env.INVENTORY_PORT ?? 4802);
