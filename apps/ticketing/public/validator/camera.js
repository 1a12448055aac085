// Reads QR codes with the camera. The codes of tickets are bytes and not text, so that they are found in the picture here:
// what browsers offer for that gives text, and damages them.

const EVERY_MS = 250;
/** The same code in the picture is one ticket held still, not two. */
const SAME_MS = 3000;
/** Of a picture no more points are looked at: a code that fills a third of it is still read. */
const WIDTH = 640;

export function canReadCodes() {
  return navigator.mediaDevices?.getUserMedia !== undefined;
}

/** Shows the camera in `video` and tells the bytes of each code; answers with what stops it. Throws where it is refused. */
export async function watchCodes(video, onCode) {
  const find = await loadFinder();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  let last = { text: '', atMs: 0 };
  const timer = setInterval(() => {
    const bytes = look(video, canvas, find);
    if (bytes === undefined) return;
    const text = bytes.join();
    const isSame = text === last.text && performance.now() - last.atMs < SAME_MS;
    last = { text, atMs: performance.now() };
    if (!isSame) onCode(Uint8Array.from(bytes));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}

function look(video, canvas, find) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (video.videoWidth === 0) return undefined;
  canvas.width = Math.min(WIDTH, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return find(data, width, height)?.binaryData;
}

/** jsQR (Apache-2.0), which is served beside this page. */
async function loadFinder() {
  if (globalThis.jsQR === undefined) {
    await new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = '/assets/validator/jsqr.js';
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  return globalThis.jsQR;
}
