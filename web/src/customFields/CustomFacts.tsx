import type { CustomField, CustomValue, CustomValues } from '@contract';
import type { Format } from '@web/format/format';
import { useFormat } from '@web/format/useFormat';
import classes from '@web/record/RecordDrawer.module.css';
import { useCustomFields } from './useCustomFields';

/** The company's own fields of a record, where it has any; what they are called is asked only then. */
export function CustomFacts({ endpoint, values }: { endpoint: string; values: CustomValues | undefined }) {
  if (!values || Object.keys(values).length === 0) return null;
  return <Known endpoint={endpoint} values={values} />;
}

function Known({ endpoint, values }: { endpoint: string; values: CustomValues }) {
  const format = useFormat();
  const fields = useCustomFields(endpoint).data ?? [];
  if (fields.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>{format.t('common.ownFields')}</h3>
      <dl className={classes.facts}>
        {fields.map((field) => (
          <div key={field.key} className={field.type === 'TEXT' ? classes.wide : undefined}>
            <dt>{field.label}</dt>
            <dd>
              {shown(field, values[field.key] ?? null, format) || (
                <span className={classes.none}>{format.t('common.noValue')}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function shown({ type }: CustomField, value: CustomValue, { count, date, plain, yesNo }: Format): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return yesNo(value);
  if (typeof value === 'number') return count(value);
  if (type === 'DATE') return date(value);
  return type === 'DECIMAL' ? plain(value) : value;
}
