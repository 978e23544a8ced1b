import { ListScreen } from '@web/grid/ListScreen';
import { LastCheck } from './LastCheck';
import { stockList } from './stockList';

export const List = () => <ListScreen list={stockList} aside={<LastCheck />} />;

export { BalanceDrawer as Detail } from './BalanceDrawer';
