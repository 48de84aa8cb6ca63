import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Contribute({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
