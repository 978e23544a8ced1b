export { inventoryRoutes } from './inventory.routes';
export { itemImport } from './items.import';
