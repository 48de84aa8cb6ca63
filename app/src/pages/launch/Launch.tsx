export default function Launch() {
  return <p>Launch</p>;
}
