export { partnerRoutes } from './partners.routes';
