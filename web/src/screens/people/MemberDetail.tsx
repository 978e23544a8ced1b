import type { Member } from '@contract';
import { useT } from '@web/i18n';
import { Facts } from '@web/record/Facts';
import { Places } from '@web/record/Places';
import classes from '@web/record/RecordDrawer.module.css';
import { SideDrawer } from '@web/record/SideDrawer';
import type { Section } from '@web/record/types';
import { mailLink, phoneLink } from '@web/ui/links';
import { usePageTitle } from '@web/ui/usePageTitle';
import { useNavigate, useParams } from 'react-router';
import { MemberActions } from './MemberActions';
import { fullName, useMember } from './useMembers';

const SECTIONS: readonly Section<Member>[] = [
  {
    title: 'common.basics',
    facts: [
      { label: 'people.role', value: (row, { enumLabel }) => enumLabel('role', row.role) },
      { label: 'people.ownRole', value: (row) => row.customRole?.name },
      {
        label: 'access.places',
        value: (row) => <Places ids={row.role === 'OWNER' ? null : row.locationIds} />,
        wide: true,
      },
      { label: 'people.since', value: (row, format) => format.dateTime(row.memberSince) },
    ],
  },
  {
    title: 'common.contact',
    facts: [
      { label: 'fields.email', value: (row) => mailLink(row.email) },
      { label: 'fields.phone', value: (row) => phoneLink(row.phone) },
    ],
  },
];

/** One of the company's people, beside the list. */
export function MemberDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useMember(id);
  const close = () => void navigate('/people');
  return (
    <SideDrawer title={t('people.one')} onClose={close} query={query}>
      {(member) => <Body member={member} onGone={close} />}
    </SideDrawer>
  );
}

function Body({ member, onGone }: { member: Member; onGone: () => void }) {
  usePageTitle(fullName(member));
  return (
    <article>
      <h2 className={classes.heading}>{fullName(member)}</h2>
      <MemberActions member={member} onGone={onGone} />
      {SECTIONS.map((section) => (
        <Facts key={section.title} section={section} row={member} />
      ))}
    </article>
  );
}
