/** Hand-drawn line icons on a 24-unit square. Decorative: the words beside them carry the meaning. */
const PATHS = {
  home: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5',
  location:
    'M12 21c4.5-4.6 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2 6.4 6.5 11ZM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  supplier:
    'M3 7h10v9H3zM13 10h4l4 3.5V16h-8M7 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM17 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  customer: 'M8 4 3.5 7l2 4L8 9.8V20h8V9.8l2.5 1.2 2-4L16 4c-.8 1.6-2.2 2.4-4 2.4S8.8 5.6 8 4Z',
  cone: 'M9.5 3.5h5l3.5 15H6zM5 21h14M8.6 8l7.2 2M7.6 12.5l9.2 2.5M9 5.5l5.8 1.2',
  stock: 'M4 20V9l8-5 8 5v11M8 20v-4h8v4M8 16v-4h8v4',
  document: 'M6 3.5h8l4 4V20.5H6zM14 3.5v4h4M9 12h6M9 15.5h6',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4',
  count: 'M7 5h10v15.5H7zM9.5 5V3.5h5V5M9.5 11.5l1.3 1.3 2.4-2.6M9.5 16.5h5',
  loom: 'M4 5h16M4 19h16M7 5v14M11 5v14M15 5v14M5 9.5h4M9 14h4M13 9.5h4',
  quality: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5M7.8 10.7l2 2 3.6-4.2',
  finance: 'M5 4h11.5L19 6.5V20H5zM8.5 9h7M8.5 12.5h7M8.5 16h4',
  history: 'M4.5 9a8 8 0 1 1-.4 4.5M4.5 4.5V9H9M12 8v4.5l3 1.8',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  columns: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  rows: 'M4 6h16M4 10h16M4 14h16M4 18h16',
  refresh: 'M19 12a7 7 0 1 1-2-4.9M19 4v4h-4',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  people:
    'M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.5 19c0-3 2.4-5 5.5-5s5.5 2 5.5 5M15.5 5.4a3.2 3.2 0 0 1 0 5.8M17 14.3c2.1.6 3.5 2.3 3.5 4.7',
  key: 'M8 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM11.5 12H20v3.5M16.5 12v2.5',
  shield: 'M12 3.5 5 6v6c0 4.3 2.9 7.2 7 8.5 4.1-1.3 7-4.2 7-8.5V6z',
  settings:
    'M4 7h9M17 7h3M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 12h3M11 12h9M9 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 17h7M15 17h5M13 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  support:
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM6 6l3.5 3.5M14.5 14.5 18 18M18 6l-3.5 3.5M9.5 14.5 6 18',
  upload: 'M12 15V4M7.5 8.5 12 4l4.5 4.5M5 14v5.5h14V14',
  close: 'M6 6l12 12M18 6 6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  down: 'M7 10l5 5 5-5',
  right: 'M10 7l5 5-5 5',
  back: 'M14 7l-5 5 5 5',
  up: 'M7 14l5-5 5 5',
  plus: 'M12 5v14M5 12h14',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.5 10.5v6M13.5 10.5v6',
  star: 'm12 4 2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8L7 19l1.1-5.5L4 9.7 9.6 9z',
  flag: 'M6 21V4h12l-2.5 4L18 12H6',
  power: 'M12 4v8M7.5 7a7 7 0 1 0 9 0',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  screen: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  signOut: 'M14 4H5v16h9M10 12h10M17 8.5l3.5 3.5-3.5 3.5',
  alert: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  sort: 'M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5',
  offline: 'M3 9.5a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M10 16.5a3 3 0 0 1 4 0M4 4l16 16',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
