import { type QRCodeErrorCorrectionLevel, toString } from 'qrcode';

/**
 * A QR code of bytes, as SVG with a quiet zone of four modules.
 * @param level of error correction; M mends 15 %: paper creases and screens crack
 */
export function drawQr(bytes: Uint8Array, level: QRCodeErrorCorrectionLevel = 'M'): Promise<string> {
  return toString([{ data: bytes, mode: 'byte' }], { type: 'svg', errorCorrectionLevel: level, margin: 4 });
}
