package dmp.profile.view;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dmp.profile.fact.FactsStore;
import dmp.profile.trait.TraitsInForce;

/** Makes {@link Views} as configured. */
class ViewsProducer {

    @Produces
    @Singleton
    Views views(FactsStore store, TraitsInForce traits, ViewConfig config) {
        return new Views(store, traits, config.size());
    }
}
