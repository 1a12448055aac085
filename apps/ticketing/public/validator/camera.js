// Reads QR codes with the camera where the browser has a BarcodeDetector; elsewhere codes are typed.

const EVERY_MS = 250;
/** The same code in the picture is one ticket held still, not two. */
const SAME_MS = 3000;

export async function canReadCodes() {
  if (!('BarcodeDetector' in globalThis) || navigator.mediaDevices === undefined) return false;
  const formats = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes('qr_code');
}

/** Shows the camera in `video` and tells each code; answers with what stops it. Throws where the camera is refused. */
export async function watchCodes(video, onCode) {
  const detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  let last = { text: '', atMs: 0 };
  const timer = setInterval(async () => {
    const [code] = await detector.detect(video).catch(() => []);
    if (code === undefined) return;
    const isSame = code.rawValue === last.text && performance.now() - last.atMs < SAME_MS;
    last = { text: code.rawValue, atMs: performance.now() };
    if (!isSame) onCode(code.rawValue);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
