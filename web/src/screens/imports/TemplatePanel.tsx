import { IMPORT_FORMATS } from '@contract';
import { useT } from '@web/i18n';
import { IMPORTS } from '@web/imports/importKinds';
import { Panel } from '@web/ui/Panel';
import { FileSaver } from './FileSaver';

/** An empty file of a kind, with an example. */
export function TemplatePanel({ kind }: { kind: string }) {
  const t = useT();
  return (
    <Panel
      title={t('imports.template')}
      hint={t('imports.templateText')}
      actions={IMPORT_FORMATS.map((format) => (
        <FileSaver
          key={format}
          path={`${IMPORTS}/templates/${kind}?format=${format}`}
          name={`${kind}.${format}`}
          label={t('imports.templateOf', { format: format.toUpperCase() })}
        />
      ))}
    />
  );
}
