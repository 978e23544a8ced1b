export { catalogueRoutes } from './catalogue.routes';
export { inventoryRoutes } from './inventory.routes';
