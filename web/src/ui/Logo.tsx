import { useId } from 'react';

/** A piece of plain knitting with one stitch in the colour of weld. */
export function Logo({ size = 28 }: { size?: number }) {
  const clip = useId();
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <clipPath id={clip}>
        <rect width="32" height="32" rx="7" />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <rect width="32" height="32" fill="#0b2830" />
        <ellipse cx="3.3" cy="5" rx="3.5" ry="7.6" transform="rotate(30 3.3 5)" fill="#2c7484" />
        <ellipse cx="28.7" cy="5" rx="3.5" ry="7.6" transform="rotate(-30 28.7 5)" fill="#2c7484" />
        <ellipse cx="3.3" cy="15.5" rx="3.5" ry="7.6" transform="rotate(30 3.3 15.5)" fill="#2c7484" />
        <ellipse cx="28.7" cy="15.5" rx="3.5" ry="7.6" transform="rotate(-30 28.7 15.5)" fill="#2c7484" />
        <ellipse cx="3.3" cy="26" rx="3.5" ry="7.6" transform="rotate(30 3.3 26)" fill="#2c7484" />
        <ellipse cx="28.7" cy="26" rx="3.5" ry="7.6" transform="rotate(-30 28.7 26)" fill="#2c7484" />
        <ellipse cx="11.7" cy="5" rx="3.5" ry="7.6" transform="rotate(-30 11.7 5)" fill="#e8e3db" />
        <ellipse cx="20.3" cy="5" rx="3.5" ry="7.6" transform="rotate(30 20.3 5)" fill="#e8e3db" />
        <ellipse cx="11.7" cy="15.5" rx="3.5" ry="7.6" transform="rotate(-30 11.7 15.5)" fill="#dcb955" />
        <ellipse cx="20.3" cy="15.5" rx="3.5" ry="7.6" transform="rotate(30 20.3 15.5)" fill="#dcb955" />
        <ellipse cx="11.7" cy="26" rx="3.5" ry="7.6" transform="rotate(-30 11.7 26)" fill="#e8e3db" />
        <ellipse cx="20.3" cy="26" rx="3.5" ry="7.6" transform="rotate(30 20.3 26)" fill="#e8e3db" />
      </g>
    </svg>
  );
}
