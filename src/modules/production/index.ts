export { productionRoutes } from './production.routes';
