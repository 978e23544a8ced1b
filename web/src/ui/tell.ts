import { notifications } from '@mantine/notifications';
import { translate } from '@web/i18n';
import { problemText } from './problemText';

export const tellDone = (message: string) => notifications.show({ message, color: 'moss', withBorder: true });

export function tellFailed(error: unknown) {
  const told = problemText(error, translate);
  const message = [told.text, told.request].filter(Boolean).join(' · ');
  notifications.show({ title: told.title, message, color: 'madder', withBorder: true, autoClose: 10_000 });
}
