import { type RefObject, useLayoutEffect, useState } from 'react';

const OVERSCAN = 12;

/**
 * Which rows of a long list are near enough to be drawn. All rows have one height, so the place of each is known
 * without measuring and a list of any length costs the same.
 */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [view, setView] = useState({ top: 0, height: 800 });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let frame = 0;
    const measure = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller]);

  const seen = Math.ceil(view.height / rowHeight);
  const start = Math.max(0, Math.min(Math.floor(view.top / rowHeight) - OVERSCAN, count - seen - OVERSCAN));
  const end = Math.min(count, start + seen + 2 * OVERSCAN);
  return { start, end, before: start * rowHeight, after: (count - end) * rowHeight, page: Math.max(1, seen - 2) };
}
