export { financeRoutes } from './finance.routes';
