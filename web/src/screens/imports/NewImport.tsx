import { Radio, Stack } from '@mantine/core';
import { useT } from '@web/i18n';
import { IMPORTS, kindOf, kindsFor } from '@web/imports/importKinds';
import { useCan } from '@web/session/useSession';
import { BackLink } from '@web/ui/BackLink';
import { NoPermission } from '@web/ui/ErrorState';
import { PageHeader } from '@web/ui/PageHeader';
import { Panel } from '@web/ui/Panel';
import { useSearchParams } from 'react-router';
import { FilePanel } from './FilePanel';
import { Steps } from './Steps';
import { TemplatePanel } from './TemplatePanel';

/** The first step: what the rows of a file are to become, and the file. */
export function NewImport() {
  const t = useT();
  const kinds = kindsFor(useCan());
  const [params, setParams] = useSearchParams();
  const wanted = kindOf(params.get('kind'));
  const kind = kinds.find(({ name }) => name === wanted?.name) ?? kinds[0];
  return (
    <>
      <BackLink to={IMPORTS} label={t('imports.back')} />
      <PageHeader title={t('imports.new')} hint={t('imports.newHint')} />
      {kind === undefined && <NoPermission />}
      {kind !== undefined && (
        <>
          <Steps at="file" />
          <Panel title={t('imports.what')}>
            <Radio.Group
              value={kind.name}
              onChange={(name) => setParams({ kind: name }, { replace: true })}
              aria-label={t('imports.what')}
            >
              <Stack gap="xs">
                {kinds.map(({ name, title }) => (
                  <Radio key={name} value={name} label={t(title)} />
                ))}
              </Stack>
            </Radio.Group>
          </Panel>
          <TemplatePanel kind={kind.name} />
          <FilePanel kind={kind.name} />
        </>
      )}
    </>
  );
}
