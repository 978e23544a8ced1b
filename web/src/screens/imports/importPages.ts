export { ImportPage } from './ImportPage';
export { ImportScreen } from './ImportScreen';
export { NewImport } from './NewImport';
