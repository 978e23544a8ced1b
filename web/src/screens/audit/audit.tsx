import { ListScreen } from '@web/grid/ListScreen';
import { auditList } from './auditList';
import { SaveMenu } from './SaveMenu';
import { SealState } from './SealState';

export const List = () => (
  <ListScreen
    list={auditList}
    aside={
      <>
        <SealState />
        <SaveMenu />
      </>
    }
  />
);
export { Detail } from './AuditDetail';
