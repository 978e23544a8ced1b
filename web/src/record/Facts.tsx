import { useFormat } from '@web/format/useFormat';
import type { ReactNode } from 'react';
import classes from './RecordDrawer.module.css';
import type { Fact, Section } from './types';

const isNothing = (value: ReactNode) => value === null || value === undefined || value === '';

/** One block of labelled values under its heading. */
export function Facts<Row>({ section, row }: { section: Section<Row>; row: Row }) {
  const { t } = useFormat();
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>{t(section.title)}</h3>
      <FactList facts={section.facts} row={row} />
    </section>
  );
}

/** Labelled values; what was not entered says so instead of leaving a hole. */
export function FactList<Row>({ facts, row }: { facts: readonly Fact<Row>[]; row: Row }) {
  const format = useFormat();
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => {
        const value = fact.value(row, format);
        return (
          <div key={fact.label} className={fact.wide ? classes.wide : undefined}>
            <dt>{format.t(fact.label)}</dt>
            <dd className={fact.numeric ? 'lv-number' : undefined}>
              {isNothing(value) ? <span className={classes.none}>{format.t('common.noValue')}</span> : value}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
