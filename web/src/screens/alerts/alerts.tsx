import { ListScreen } from '@web/grid/ListScreen';
import { alertList } from './alertList';

export const List = () => <ListScreen list={alertList} />;

export { AlertDrawer as Detail } from './AlertDrawer';
