import { Button, Menu, type MenuProps } from '@mantine/core';
import { Icon } from './Icon';
import { useSaveAnswer } from './useSaveAnswer';

export type OfferedFile = { readonly label: string; readonly path: string; readonly name: string };

type Props = { label: string; files: readonly OfferedFile[]; position?: MenuProps['position'] };

/** A menu of files that the API makes; the one that is chosen is saved. */
export function FileMenu({ label, files, position = 'bottom-end' }: Props) {
  const { saving, save } = useSaveAnswer();
  return (
    <Menu position={position} withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" loading={saving} rightSection={<Icon name="down" size={14} />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((file) => (
          <Menu.Item key={file.path} onClick={() => void save(file.path, file.name)}>
            {file.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
