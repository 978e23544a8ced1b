export { DocumentPage } from './DocumentPage';
export { DocumentScreen } from './DocumentScreen';
