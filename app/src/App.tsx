/** Which page is shown. */
import { Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { Layout } from "./frame/Layout.tsx";
import { NothingHere } from "./frame/NothingHere.tsx";
import { Waiting } from "./parts/states.tsx";
import { lazyPage } from "./parts/lazy-page.ts";

const Discover = lazyPage("pages/discover", () => import("./pages/discover/Discover.tsx"));
const Launch = lazyPage("pages/launch", () => import("./pages/launch/Launch.tsx"));
const OrganisationPages = lazyPage("frame", () => import("./frame/OrganisationPages.tsx"));

/** The page. */
export function App() {
  return (
    <Router hook={useHashLocation}>
      <Layout>
        <Suspense fallback={<Waiting />}>
          <Switch>
            <Route path="/">
              <Discover />
            </Route>
            <Route path="/launch">
              <Launch />
            </Route>
            <Route path="/o/:which/*?">{({ which }) => <OrganisationPages which={which} />}</Route>
            <Route>
              <NothingHere />
            </Route>
          </Switch>
        </Suspense>
      </Layout>
    </Router>
  );
}
