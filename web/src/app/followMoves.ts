import { notifications } from '@mantine/notifications';
import { translate } from '@web/i18n';
import { type Move, onMove } from '@web/session/session';
import { queryClient } from './queryClient';

/** When the person or the company changes, nothing that was read before may be seen again; other tabs are told why. */
export function followMoves() {
  onMove((move) => {
    void queryClient.cancelQueries();
    queryClient.clear();
    if (move.origin === 'elsewhere' && move.before) explain(move);
  });
}

function explain({ before, after }: Move) {
  if (!after) {
    notifications.show({
      title: translate('session.sessionEnded'),
      message: translate('session.sessionEndedText'),
      color: 'weld',
      withBorder: true,
    });
    return;
  }
  const samePerson = before?.user.id === after.user.id;
  const name = after.tenant?.name ?? translate('session.noCompanyLeft');
  notifications.show({
    title: samePerson
      ? translate('session.companyMoved')
      : translate('session.personMoved', { name: `${after.user.firstName} ${after.user.lastName}` }),
    message: samePerson ? translate('session.companyMovedText', { name }) : translate('session.personMovedText'),
    color: 'weld',
    withBorder: true,
    autoClose: 15_000,
  });
}
