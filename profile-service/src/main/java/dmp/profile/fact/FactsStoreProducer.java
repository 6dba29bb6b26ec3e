package dmp.profile.fact;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dmp.profile.dictionary.Dictionaries;
import dmp.profile.store.StateStore;

/** Makes the {@link FactsStore} of the running service. */
class FactsStoreProducer {

    @Produces
    @Singleton
    FactsStore factsStore(StateStore store, Dictionaries dictionaries) {
        return new FactsStore(store, dictionaries);
    }
}
