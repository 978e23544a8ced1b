import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

type Options = {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  rowHeight: number;
  headHeight: number;
  page: number;
  onOpen: (index: number) => void;
};

const isRow = (target: EventTarget) => target instanceof HTMLElement && target.dataset.row !== undefined;

/** One tab stop for all rows; arrow keys, Page, Home and End move between them, Enter opens. */
export function useRowKeys({ scroller, count, rowHeight, headHeight, page, onOpen }: Options) {
  const [active, setActive] = useState(0);
  const moved = useRef(false);

  // The row to focus may not be drawn yet, so focus waits for the drawing.
  useLayoutEffect(() => {
    if (!moved.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!row) return;
    moved.current = false;
    row.focus({ preventScroll: true });
  });

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    const element = scroller.current;
    if (element) {
      const top = next * rowHeight;
      const room = element.clientHeight - headHeight - rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
    }
    moved.current = true;
    setActive(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isRow(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    };
    const target = steps[event.key];
    if (target === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (target === undefined) onOpen(active);
    else goTo(target);
  };

  return { active: Math.min(active, Math.max(0, count - 1)), setActive, onKeyDown };
}
