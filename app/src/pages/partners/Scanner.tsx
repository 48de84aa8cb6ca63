/** Reads QR codes by the camera: by the browser's own detector, or by a decoder that is fetched when there is none. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent, useRef, useState } from "react";

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

/** How often a frame is looked at (ms), and how large it is at most. */
const LOOK_EACH = 200;
const LARGEST = 800;

/** Tells each text that it sees, once until another is seen. */
export function Scanner({ onText }: { readonly onText: (text: string) => void }) {
  const { t } = useLingui();
  const [isOn, turn] = useState(false);
  const [problem, tell] = useState<string>();
  const video = useRef<HTMLVideoElement>(null);
  const last = useRef<string>(undefined);
  const seen = useEffectEvent((text: string) => {
    if (text === last.current) return;
    last.current = text;
    onText(text);
  });
  const failed = useEffectEvent(() => {
    tell(t`There is no camera to use, or it is not allowed: paste the code instead.`);
    turn(false);
  });
  useEffect(() => {
    const element = video.current;
    if (!isOn || element === null) return undefined;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      // It may have been turned off while its owner was asked.
      if (stopped()) return;
      element.srcObject = stream;
      await element.play();
      const read = await readerOf();
      const look = async () => {
        const text = await read(element).catch(() => undefined);
        if (stopped()) return;
        if (text !== undefined) seen(text);
        timer = setTimeout(() => void look(), LOOK_EACH);
      };
      await look();
    };
    const stopped = () => {
      if (isOver) for (const track of stream?.getTracks() ?? []) track.stop();
      return isOver;
    };
    begin().catch(() => {
      if (!stopped()) failed();
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
      stopped();
    };
  }, [isOn]);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          tell(undefined);
          last.current = undefined;
          turn(!isOn);
        }}
      >
        {isOn ? <Trans>Turn the camera off</Trans> : <Trans>Read codes with the camera</Trans>}
      </button>
      {problem !== undefined && (
        <p className="reason" role="alert">
          {problem}
        </p>
      )}
      {isOn && (
        <video ref={video} className="camera" muted playsInline aria-label={t`What the camera sees`} />
      )}
    </>
  );
}

/** Fetched with the gate's page, so that it is there without a network. */
export const decoder = () => import("qr/decode.js");

async function readerOf(): Promise<(video: HTMLVideoElement) => Promise<string | undefined>> {
  const Native = (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Native !== undefined) {
    try {
      const detector = new Native({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue;
    } catch {
      // a detector without QR codes
    }
  }
  const { decodeQR } = await decoder();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0) return undefined;
    const scale = Math.min(1, LARGEST / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return await Promise.resolve(decodeQR(context.getImageData(0, 0, canvas.width, canvas.height)));
    } catch {
      return undefined; // no code in this frame
    }
  };
}
