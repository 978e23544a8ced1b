import type { Location } from '@contract';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { mailLink, phoneLink } from '@web/ui/links';
import { LocationActions } from './LocationActions';
import { LocationMarks } from './LocationMarks';
import { locationList } from './locationList';

const record: RecordDefinition<Location> = {
  endpoint: '/locations',
  name: 'screens.locations.one',
  heading: (row) => row.name,
  marks: (row) => <LocationMarks location={row} />,
  sections: [
    {
      title: 'common.basics',
      facts: [
        { label: 'fields.locationType', value: (row, { enumLabel }) => enumLabel('locationType', row.locationType) },
        { label: 'fields.active', value: (row, { yesNo }) => yesNo(row.isActive) },
      ],
    },
    {
      title: 'common.contact',
      facts: [
        { label: 'fields.phone', value: (row) => phoneLink(row.phone) },
        { label: 'fields.email', value: (row) => mailLink(row.email) },
      ],
    },
    {
      title: 'common.address',
      facts: [
        { label: 'fields.addressLine1', value: (row) => row.addressLine1 },
        { label: 'fields.addressLine2', value: (row) => row.addressLine2 },
        { label: 'fields.city', value: (row) => row.city },
        { label: 'fields.pincode', value: (row) => row.pincode },
        { label: 'fields.state', value: (row) => row.state },
        { label: 'fields.country', value: (row) => row.country },
      ],
    },
  ],
};

export function LocationDetail() {
  return (
    <RecordDrawer
      record={record}
      back={locationList.path}
      actions={(location, close) => <LocationActions location={location} onDeleted={close} />}
    >
      {(location) => location.imageUrl && <Picture address={location.imageUrl} name={location.name} />}
    </RecordDrawer>
  );
}

function Picture({ address, name }: { address: string; name: string }) {
  const style = { display: 'block', width: '100%', maxHeight: 220, objectFit: 'cover', borderRadius: 8, marginTop: 16 };
  return (
    <img src={address} alt={name} style={style as React.CSSProperties} referrerPolicy="no-referrer" loading="lazy" />
  );
}
