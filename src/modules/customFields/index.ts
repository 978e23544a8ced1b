export { customFieldRoutes } from './customFields.routes';
