import { Alert, Button, Group } from '@mantine/core';
import { useT } from '@web/i18n';
import { CopyButton } from '@web/ui/CopyButton';
import { Icon } from '@web/ui/Icon';
import { saveFile } from '@web/ui/saveFile';
import classes from './Account.module.css';

/** The recovery codes, the one time they are shown. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useT();
  const text = `${codes.join('\n')}\n`;
  return (
    <>
      <Alert color="weld" variant="light" icon={<Icon name="key" />} title={t('account.codesOnce')} role="status">
        {t('account.codesText')}
      </Alert>
      <ul className={classes.codes} aria-label={t('account.codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton text={text} />
        <Button
          size="xs"
          variant="default"
          onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), 'lavoro-recovery-codes.txt')}
        >
          {t('account.saveCodes')}
        </Button>
        <Button size="xs" onClick={onKept}>
          {t('account.codesKept')}
        </Button>
      </Group>
    </>
  );
}
