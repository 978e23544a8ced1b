export { CountPage } from './CountPage';
export { CountScreen } from './CountScreen';
