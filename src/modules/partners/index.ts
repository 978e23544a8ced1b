export { partnerRoutes } from './partners.routes';
export { REFERENCES } from './references';
