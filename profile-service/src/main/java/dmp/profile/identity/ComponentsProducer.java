package dmp.profile.identity;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dmp.profile.store.StateStore;

/** Makes {@link Components} as configured. */
class ComponentsProducer {

    @Produces
    @Singleton
    Components components(StateStore store, IdentityConfig config) {
        return new Components(store, new Links.Bounds(config.reach(), config.depth()));
    }
}
