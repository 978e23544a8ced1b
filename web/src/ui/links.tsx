import { Anchor } from '@mantine/core';

export const mailLink = (email: string | null) =>
  email && (
    <Anchor inherit href={`mailto:${email}`}>
      {email}
    </Anchor>
  );
export const phoneLink = (phone: string | null) =>
  phone && (
    <Anchor inherit href={`tel:${phone}`}>
      {phone}
    </Anchor>
  );
