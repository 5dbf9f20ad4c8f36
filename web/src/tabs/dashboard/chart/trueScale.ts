type Sized = { inlineSize: number };
export type Reported = { devicePixelContentBoxSize?: readonly Sized[]; contentBoxSize?: readonly Sized[] };

/** Whether a box is reported in device pixels: within a pixel of its CSS size times the page's scale. */
export function inDevicePixels({ devicePixelContentBoxSize, contentBoxSize }: Reported, scale: number): boolean {
  const device = devicePixelContentBoxSize?.[0]?.inlineSize;
  const css = contentBoxSize?.[0]?.inlineSize;
  return device === undefined || css === undefined || Math.abs(device - css * scale) <= 1;
}

/**
 * Under an emulated scale (device toolbar, screenshots, remote browsers) Chromium reports boxes in CSS pixels where it promises
 * device pixels, and the chart, which trusts them, draws blurred. Then the promise is withdrawn before the chart is made: it
 * falls back on `devicePixelRatio`, which is right in both cases.
 */
export async function trueScale(): Promise<void> {
  const entry = await new Promise<ResizeObserverEntry | undefined>((resolve) => {
    const observer = new ResizeObserver((entries) => {
      observer.disconnect();
      resolve(entries[0]);
    });
    observer.observe(document.body, { box: "device-pixel-content-box" });
  }).catch(() => undefined);
  if (entry && !inDevicePixels(entry, devicePixelRatio)) Reflect.deleteProperty(ResizeObserverEntry.prototype, "devicePixelContentBoxSize");
}
