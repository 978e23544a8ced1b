import { Button } from '@mantine/core';
import { Link, type To } from 'react-router';
import { Icon } from './Icon';

/** Over the heading of a page: the way back to where it was come from. */
export function BackLink({ to, label }: { to: To; label: string }) {
  return (
    <Button
      component={Link}
      to={to}
      variant="subtle"
      size="compact-sm"
      mb={4}
      w="fit-content"
      leftSection={<Icon name="back" size={15} />}
    >
      {label}
    </Button>
  );
}
