package dmp.profile.stream;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;

import dmp.profile.contract.ProfileChanged;

/** Keeps what the contract's records derive from their components out of the JSON: it is not part of the contract. */
@Singleton
class MessageJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ProfileChanged.class, OnlyComponents.class);
    }

    private interface OnlyComponents {
        @JsonIgnore
        boolean isForgotten();
    }
}
