export { customerImport, supplierImport } from './partners.import';
export { partnerRoutes } from './partners.routes';
export { REFERENCES } from './references';
