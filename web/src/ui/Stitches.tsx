import { useId } from 'react';

/** The right side of stockinette, columns of V, as a quiet ground. */
export function Stitches({ color, size = 26 }: { color: string; size?: number }) {
  const id = useId();
  return (
    <svg width="100%" height="100%" aria-hidden="true" focusable="false" style={{ position: 'absolute', inset: 0 }}>
      <defs>
        <pattern id={id} width={size} height={size * 0.72} patternUnits="userSpaceOnUse" viewBox="0 0 25 18">
          <g fill={color}>
            {[-9, 9, 27].map((y) => (
              <g key={y}>
                <ellipse cx="6.6" cy={y} rx="4.5" ry="10.6" transform={`rotate(-30 6.6 ${y})`} />
                <ellipse cx="18.4" cy={y} rx="4.5" ry="10.6" transform={`rotate(30 18.4 ${y})`} />
              </g>
            ))}
          </g>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
